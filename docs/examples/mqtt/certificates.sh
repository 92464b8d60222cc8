#!/bin/sh
# Certificates to try TLS with: an authority of your own, one for the broker, one for each client.
#
#   sh certificates.sh FOLDER BROKER-HOST CLIENT...
#
# A client's name is the common name of its certificate, and the DNS name in it. Keep ca.key where nobody finds it: who
# has it can be any client. Called again, it keeps the authority that is there, and makes what else is asked for anew.
set -eu
mkdir -p "$1"
cd "$1"
host=$2
shift 2
umask 077

[ -e ca.key ] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
  -subj "/CN=Example authority" -keyout ca.key -out ca.crt

# Arguments: the file's name, the common name, the alternative name, what it is for.
certificate() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$2" -keyout "$1.key" -out "$1.csr"
  printf 'subjectAltName = %s\nextendedKeyUsage = %s\n' "$3" "$4" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -extfile "$1.ext" \
    -out "$1.crt"
  rm "$1.csr" "$1.ext"
}

certificate broker "$host" "DNS:$host,DNS:localhost,IP:127.0.0.1" serverAuth
for client in "$@"; do
  certificate "$client" "$client" "DNS:$client" clientAuth
done
