# METADATA
# title: Files and directories of a node
# description: |
#   Checks over the metadata of files. A file that does not exist is not in the facts:
#   the rule then does not apply. One that could not be looked at makes it unknown.
package lib.files

import data.lib.verdict

facts(key) := [fact | some fact in input.data.files; fact.key == key]

# Modes compare as sets of bits: 0640 has a bit that 0600 lacks, 0400 has none too many.
mode_within(key, limit) := verdict.all_of([mode_check(fact, limit) | some fact in looked_at(key)])

owned_by(key, owners) := verdict.all_of([owner_check(fact, owners) | some fact in facts(key)])

# The bits of a link say nothing: what it points to is listed itself where it is in the tree.
looked_at(key) := [fact | some fact in facts(key); object.get(fact, "type", "") != "symlink"]

mode_check(fact, limit) := verdict.unknown(evidence(fact, null, sprintf("%s or stricter", [limit])), gap_reason(fact)) if {
	fact.gap
} else := verdict.failed(evidence(fact, fact.mode, sprintf("%s or stricter", [limit]))) if {
	bits.and(permissions(fact.mode), bits.negate(permissions(limit))) != 0
} else := verdict.passed(evidence(fact, fact.mode, sprintf("%s or stricter", [limit]))) if {
	is_number(permissions(fact.mode))
} else := verdict.unknown(
	evidence(fact, object.get(fact, "mode", null), sprintf("%s or stricter", [limit])),
	sprintf("The mode of %s was not understood.", [path(fact)]),
)

owner_check(fact, owners) := verdict.unknown(evidence(fact, null, expected_owner(owners)), gap_reason(fact)) if {
	fact.gap
} else := verdict.passed(evidence(fact, actual_owner(fact), expected_owner(owners))) if {
	some owner in owners
	matches_owner(fact, owner)
} else := verdict.failed(evidence(fact, actual_owner(fact), expected_owner(owners))) if {
	is_string(actual_owner(fact))
} else := verdict.unknown(
	evidence(fact, null, expected_owner(owners)),
	sprintf("The owner of %s is not known.", [path(fact)]),
)

# Root is number 0, whatever a host calls it; other owners go by their names there.
matches_owner(fact, "root:root") if {
	fact.uid == 0
	fact.gid == 0
}

matches_owner(fact, owner) if {
	owner != "root:root"
	sprintf("%s:%s", [fact.owner, fact.group]) == owner
}

actual_owner(fact) := sprintf("%v:%v", [fact.owner, fact.group])

expected_owner(owners) := concat(" or ", owners)

# The last three octal digits as a number; set-uid, set-gid and sticky bits open nothing to others.
permissions(mode) := ((to_number(digits[0]) * 64) + (to_number(digits[1]) * 8)) + to_number(digits[2]) if {
	regex.match(`^[0-7]{3,4}$`, mode)
	digits := split(substring(mode, count(mode) - 3, 3), "")
}

evidence(fact, actual, expected) := {
	"path": path(fact),
	"actual": actual,
	"expected": expected,
	"source": {"kind": "file", "file": path(fact)},
}

path(fact) := object.get(fact, "path", "")

gap_reason(fact) := sprintf("%s could not be looked at: %v", [path(fact), fact.gap])
