# METADATA
# title: Verdicts out of checks
# description: |
#   A check is {"result": "passed" | "failed" | "unknown", "evidence": {...}, "reason"?: "..."}.
#   These functions make a rule's finding out of several.
package lib.verdict

# Evidence longer than this is cut; the reason then says how much is missing.
evidence_max := 20

passed(evidence) := {"result": "passed", "evidence": evidence}

failed(evidence) := {"result": "failed", "evidence": evidence}

unknown(evidence, reason) := {"result": "unknown", "evidence": evidence, "reason": reason}

# Every check must hold: one that failed decides, then one that could not be looked at.
# Undefined without checks, so that the rule does not apply.
all_of(checks) := finding("failed", with_result(checks, "failed")) if {
	some check in checks
	check.result == "failed"
} else := finding("unknown", with_result(checks, "unknown")) if {
	some check in checks
	check.result == "unknown"
} else := finding("passed", checks) if {
	count(checks) > 0
}

# One check that holds is enough.
any_of(checks) := finding("passed", with_result(checks, "passed")) if {
	some check in checks
	check.result == "passed"
} else := finding("unknown", with_result(checks, "unknown")) if {
	some check in checks
	check.result == "unknown"
} else := finding("failed", checks) if {
	count(checks) > 0
}

# A finding that leaves the judgement to a person, with the facts for it.
manual(reason, evidence) := {
	"evaluation": "manual",
	"reason": reason,
	"evidence": array.slice(evidence, 0, evidence_max),
}

# The same, where it may be that nothing was found: then it says what was looked for.
asked(reason, looked_for, found) := manual(reason, found) if {
	count(found) > 0
} else := manual(reason, [{"path": looked_for, "actual": [], "expected": "what is needed"}])

not_seen(reason) := {"evaluation": "unknown", "reason": reason, "evidence": []}

# Failed where there is evidence against it, else passed with what was looked at.
failed_if_any(offences, seen) := object.union(
	{"evaluation": "failed", "evidence": array.slice(offences, 0, evidence_max)},
	shortened(offences),
) if {
	count(offences) > 0
} else := {"evaluation": "passed", "evidence": array.slice(seen, 0, evidence_max)}

with_result(checks, result) := [check | some check in checks; check.result == result]

finding(evaluation, checks) := object.union(
	{
		"evaluation": evaluation,
		"evidence": array.slice([check.evidence | some check in checks], 0, evidence_max),
	},
	object.union(shortened(checks), reasons(checks)),
)

reasons(checks) := {"reason": concat(" ", sort({check.reason | some check in checks; check.reason}))} if {
	some check in checks
	check.reason
} else := {}

shortened(items) := {"reason": sprintf("%d places in all; the first %d are shown.", [count(items), evidence_max])} if {
	count(items) > evidence_max
} else := {}
