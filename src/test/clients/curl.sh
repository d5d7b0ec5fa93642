#!/usr/bin/env bash
# curl.sh <address> <token> <project>
set -euo pipefail
URL=$1 TOKEN=$2 PROJECT=$3

# doc: trigger
curl --fail-with-body --silent --show-error -H "Authorization: Token $TOKEN" \
    -d project_id="$PROJECT" "$URL/api/dimensions/backfill/"
# end

# doc: status
curl --fail-with-body --silent --show-error -H "Authorization: Token $TOKEN" \
    --retry 5 --etag-compare tag --etag-save tag \
    "$URL/api/dimensions/backfill/status/?project_id=$PROJECT"
# end
