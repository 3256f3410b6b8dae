#!/bin/sh
# What a service says of a picture, as JSON: describe.sh ADDRESS TOKEN_FILE PICTURE
printf 'Authorization: Bearer %s' "$(cat "$2")" |
    curl --silent --show-error --fail-with-body --header @- --data-binary "@$3" "$1/v1/describe"
