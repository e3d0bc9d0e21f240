# What a pull request may cost. Infracost runs it on the difference between base and head and reads `deny`:
# every member is shown in its comment, and one with `failed` fails the check. All amounts are US dollars a month.
# `data.limits` is limits.json beside this file, written by `npm run synth` from config/.
package infracost

import rego.v1

# Infracost writes amounts as text, and null where it priced nothing.
monthly(holder, path) := to_number(object.get(holder, path, null))

# Rounded up, so that what is refused is also printed as more than the limit.
whole(usd) := format_int(ceil(round(usd * 100) / 100), 10)

# Projects are named after stacks: <environment>-..., or global-... for what no environment pays.
total(environment, side) := sum([usd |
	some project in input.projects
	startswith(project.name, sprintf("%s-", [environment]))
	usd := monthly(project, [side, "totalMonthlyCost"])
])

# At least a cent: sums of the same amounts can differ in their last digits.
raises(before, after) if round((after - before) * 100) > 0

added := sum([usd |
	some project in input.projects
	usd := monthly(project, ["breakdown", "totalMonthlyCost"]) - monthly(project, ["pastBreakdown", "totalMonthlyCost"])
])

# Infracost's own sum, and ours in case it has none; to the cent.
delta := round(max([monthly(input, "diffTotalMonthlyCost"), added]) * 100) / 100

deny contains {"failed": true, "msg": msg} if {
	delta > data.limits.prDeltaUsd
	msg := sprintf("The pull request adds %s USD a month; it may add %s. Make it cheaper, split it, or raise cost.prDeltaUsd in config/estate.yaml in a pull request of its own first.", [whole(delta), whole(data.limits.prDeltaUsd)])
}

deny contains {"failed": false, "msg": msg} if {
	delta <= data.limits.prDeltaUsd
	msg := sprintf("The pull request changes the cost by %s USD a month; it may add %s.", [whole(delta), whole(data.limits.prDeltaUsd)])
}

deny contains {"failed": true, "msg": "The difference in cost is not a number: nothing was judged. Look at the log of infracost diff."} if {
	not delta
}

# An environment that is over its budget already may still become cheaper.
deny contains {"failed": true, "msg": msg} if {
	some environment, budget in data.limits.environments
	before := total(environment, "pastBreakdown")
	after := total(environment, "breakdown")
	after > budget
	raises(before, after)
	msg := sprintf("%s would cost %s USD a month, now %s; its budget is %s. Make it cheaper, or raise budgetUsd of %s in config/ in a pull request of its own first.", [environment, whole(after), whole(before), whole(budget), environment])
}

deny contains {"failed": false, "msg": msg} if {
	some environment, budget in data.limits.environments
	before := total(environment, "pastBreakdown")
	after := total(environment, "breakdown")
	after > budget
	not raises(before, after)
	msg := sprintf("%s costs %s USD a month, over its budget of %s; the pull request does not raise it.", [environment, whole(after), whole(budget)])
}

# A new environment has no budget at the base yet; what it adds counts for the pull request all the same.
deny contains {"failed": false, "msg": msg} if {
	some project in input.projects
	parts := split(project.name, "-")
	environment := parts[0]
	environment != "global"
	not data.limits.environments[environment]
	msg := sprintf("%s has no budget at the base of the pull request yet; it is judged from the next one on.", [environment])
}

# What Infracost cannot read it prices at nothing.
deny contains {"failed": true, "msg": msg} if {
	some project in input.projects
	some problem in object.get(project, ["metadata", "currentErrors"], [])
	msg := sprintf("%s could not be priced: %s. Correct the stack; run infracost breakdown --config-file infracost.yml to see it.", [project.name, object.get(problem, "message", "no reason given")])
}

deny contains {"failed": false, "msg": msg} if {
	some project in input.projects
	count(object.get(project, ["metadata", "pastErrors"], [])) > 0
	msg := sprintf("%s could not be priced at the base of the pull request: its difference is not known.", [project.name])
}

deny contains {"failed": true, "msg": "Infracost found no project: nothing was priced. Run npm run synth and commit infracost.yml."} if {
	count(input.projects) == 0
}

deny contains {"failed": true, "msg": "policies/infracost/limits.json is missing or incomplete: nothing was judged. Run npm run synth and commit it."} if {
	not limits_complete
}

limits_complete if {
	data.limits.prDeltaUsd >= 0
	count(data.limits.environments) > 0
}
