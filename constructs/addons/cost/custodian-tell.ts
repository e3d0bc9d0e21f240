/** Alertmanager of the same cluster, as its operator names it. */
const ALERTMANAGER = "http://alertmanager-operated.observability:9093/api/v2/alerts";

/** A week and a bit: until the next run says it again, or no longer does. */
const HOURS = 24 * 7 + 12;

/**
 * Tells Alertmanager how much each policy has found, as what the idle alerts of the cluster itself are: people have one place to
 * look, and no webhook is needed here. Python, because the image of Cloud Custodian has it.
 */
export const tellWaste = `import datetime, json, os, pathlib, sys, urllib.request

until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=${HOURS})
alerts = []
for found in sorted(pathlib.Path(sys.argv[1]).glob("**/resources.json")):
    count = len(json.loads(found.read_text()))
    policy = found.parent.name
    print(f"{policy}: {count}")
    if count:
        alerts.append({
            "labels": {
                "alertname": "CloudWaste", "severity": "info", "topic": "idle",
                "cluster": os.environ["PLACE"], "policy": policy,
            },
            "annotations": {
                "summary": f"{policy}: {count} in the account of {os.environ['PLACE']}",
                "description": f"Which ones: {os.environ['REPORTS']}/{policy}; what to do: docs/cost.md",
            },
            "endsAt": until.isoformat(),
        })
request = urllib.request.Request(
    "${ALERTMANAGER}", json.dumps(alerts).encode(), {"Content-Type": "application/json"})
urllib.request.urlopen(request, timeout=30).read()
`;
