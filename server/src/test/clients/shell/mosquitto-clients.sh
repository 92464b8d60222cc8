#!/bin/sh
# Mosquitto's command line clients: what is retained, clears, wildcards, a request with its response.
set -eu
export LC_ALL=C.UTF-8
topic="t-$$-$(date +%s%N)"
at="-h $MQTT_HOST -p $MQTT_PORT"

# Arguments: what is tested, expected, actual.
same() {
  if [ "$2" != "$3" ]; then
    echo "$1: expected '$2' but got '$3'"
    exit 1
  fi
  echo "$1: ok"
}

for version in mqttv31 mqttv311 mqttv5; do
  for qos in 0 1 2; do
    mosquitto_pub $at -V $version -q $qos -r -t "$topic/$version/$qos" -m "m $qos"
    got=$(mosquitto_sub $at -V $version -q $qos -t "$topic/$version/$qos" -C 1 -W 5 -F '%r %t %p')
    same "retained by $version with QoS $qos" "1 $topic/$version/$qos m $qos" "$got"
  done
  got=$(mosquitto_sub $at -V $version -q 1 -t "$topic/+/#" -t "$topic/$version" --retained-only -C 3 -W 5 | sort | tr '\n' ' ')
  same "wildcards of $version" "m 0 m 1 m 2 " "$got"
  for qos in 0 1 2; do
    mosquitto_pub $at -V $version -q 1 -r -n -t "$topic/$version/$qos"
  done
  # 27 is the exit code of a time-out, which no message ended.
  code=0
  got=$(mosquitto_sub $at -V $version -t "$topic/#" -W 1 2>/dev/null) || code=$?
  same "cleared by $version" "27 " "$code $got"
done

# What the broker says of itself.
got=$(mosquitto_sub $at -t '$SYS/broker/uptime' -C 1 -W 5 -F '%t %r %p' | sed 's/ [0-9]* seconds/ N seconds/')
same uptime '$SYS/broker/uptime 1 N seconds' "$got"

# The responder's subscription is there when its retained greeting of itself came back to it.
answers="$topic/answers"
fifo=$(mktemp -d)
trap 'rm -rf "$fifo"' EXIT
mkfifo "$fifo/requests"
mosquitto_pub $at -V mqttv5 -q 1 -r -t "$topic/request" -m ready
mosquitto_sub $at -V mqttv5 -q 1 -t "$topic/request" -C 2 -W 5 -F '%p %R %D' > "$fifo/requests" &
exec 3< "$fifo/requests"
read -r greeting <&3
same "responder" ready "$(echo $greeting)"
(
  read -r payload to correlation <&3
  mosquitto_pub $at -V mqttv5 -q 1 -t "$to" -m "answer to $payload" -D publish correlation-data "$correlation"
) &
got=$(mosquitto_rr $at -V mqttv5 -q 1 -t "$topic/request" -e "$answers" -m question -D publish correlation-data c1 -W 5 -F '%p %D')
same "request and response" "answer to question c1" "$got"
wait
mosquitto_pub $at -q 1 -r -n -t "$topic/request"
