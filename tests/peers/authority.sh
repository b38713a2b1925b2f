#!/bin/bash
# tests/peers/authority.sh FOLDER NAME [DAYS]: makes a time authority in FOLDER
# with openssl: a root, a signer for time stamps alone (valid for so many DAYS;
# with -1 it has expired), and its settings. Then
#     FOLDER/answer QUERY ANSWER
# stamps. A mission can run one in the same way. For tests the keys are open.
set -eu
mkdir -p "$1" && cd "$1"
{
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
        -keyout root.key -out root.pem -days 3650 -subj "/CN=$2 root"
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
        -keyout signer.key -out signer.csr -subj "/CN=$2"
    printf '%s\n' 'extendedKeyUsage=critical,timeStamping' \
        'keyUsage=critical,digitalSignature' 'basicConstraints=CA:FALSE' > ext
    openssl x509 -req -in signer.csr -CA root.pem -CAkey root.key \
        -CAcreateserial -days "${3:-3000}" -extfile ext -out signer.pem
} 2> openssl.log || { cat openssl.log >&2 && exit 1; }
printf '%s\n' '[tsa]' 'default_tsa = own' '[own]' 'serial = serial' \
    'default_policy = 1.2.3.4.1' 'digests = sha256' 'signer_digest = sha256' \
    'ess_cert_id_alg = sha256' > settings
echo 01 > serial
cat > answer << 'END'
#!/bin/bash
query=$(realpath "$1") answer=$(realpath -m "$2")
cd "$(dirname "$0")" && openssl ts -reply -config settings -queryfile "$query" \
    -signer signer.pem -inkey signer.key -out "$answer" 2> openssl.log ||
    { cat openssl.log >&2 && exit 1; }
END
chmod +x answer
