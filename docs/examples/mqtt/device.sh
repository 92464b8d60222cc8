#!/bin/sh
# A device in shell: says whether it is there, sends its temperature, takes commands.
# apt install mosquitto-clients; sh device.sh kitchen
set -eu
device=${1:-kitchen}
topic=devices/$device
at="-h ${MQTT_HOST:-localhost} -p ${MQTT_PORT:-1883} -u guest -P guest -V mqttv5 -q 1"

# The session, in which commands wait for an hour while the device is away (-c, -x); -E ends with the subscription made.
session="-i $device -c -x 3600 -t $topic/commands"
mosquitto_sub $at $session -E

# Commands come through a pipe. The broker says that the device is offline should it go without a word.
folder=$(mktemp -d)
mkfifo "$folder/commands"
mosquitto_sub $at $session -k 30 \
  --will-topic "$topic/status" --will-payload offline --will-qos 1 --will-retain > "$folder/commands" &
subscriber=$!
trap 'kill $subscriber 2>/dev/null; rm -rf "$folder"' EXIT

mosquitto_pub $at -r -t "$topic/status" -m online
mosquitto_pub $at -t "$topic/temperature" -m 21.5

while read -r command; do
  echo "command: $command"
  [ "$command" != stop ] || break
done < "$folder/commands"

mosquitto_pub $at -r -t "$topic/status" -m offline
