# METADATA
# title: What a cloud says of a cluster
# description: |
#   Checks over the answers of a cloud's API, in that API's own names. `input.data.cluster` is the
#   cluster itself (`cluster` of EKS DescribeCluster, a managedCluster of Azure, a Cluster of GKE);
#   what other calls answered stands beside it. A part that is not there was not asked for.
package lib.cloud

import data.lib.verdict

# The question to a person, on the cluster as a whole, where it runs on one of the platforms.
# `answers` says by platform which call would answer it, and with what.
ask(answers, question, facts) := verdict.manual(
	sprintf("%s The cluster does not tell; the API of the cloud does.", [question]),
	array.concat([{"path": answer.call, "actual": null, "expected": answer.expected}], facts),
) if {
	input.type == "kubernetes_cluster"
	some platform in data.platforms
	answer := answers[platform]
}

# Unknown where one of these parts of what the cloud says was not asked for, else undefined.
not_asked(parts) := verdict.not_seen(sprintf("The cloud was not asked for: %s.", [concat(", ", missing(parts))])) if {
	not asked(parts)
}

asked(parts) if count(missing(parts)) == 0

missing(parts) := [part | some part in parts; object.get(input.data, part, null) == null]

# Null where the cloud says nothing.
value(path) := object.get(object.get(input.data, "cluster", {}), path, null)

equals(path, expected) := check(label(path), value(path), expected, value(path) == expected)

not_equal(path, unwanted) := check(label(path), value(path), sprintf("not %v", [unwanted]), value(path) != unwanted)

one_of(path, allowed) := check(label(path), value(path), sprintf("one of %s", [concat(", ", allowed)]), value(path) in {word | some word in allowed})

set(path) := check(label(path), value(path), "set", is_set(value(path)))

unset(path) := check(label(path), value(path), "not set", is_set(value(path)) == false)

includes(place, actual, wanted) := check(place, sort(actual), sprintf("includes %s", [concat(", ", sort(wanted))]), count(wanted - actual) == 0)

# Every pool of nodes counts, and a cluster without pools says nothing.
pools(path, expected, good) := check(
	sprintf("cluster.nodePools[].%s", [concat(".", path)]),
	{pool.name: object.get(pool, path, null) | some pool in all_pools},
	expected,
	count(good) == count(all_pools),
)

all_pools := object.get(input.data, ["cluster", "nodePools"], [])

check(place, actual, expected, holds) := verdict.passed({"path": place, "actual": actual, "expected": expected}) if {
	holds == true
} else := verdict.failed({"path": place, "actual": actual, "expected": expected})

default is_set(_) := true

is_set(value) := false if value in {null, ""}

label(path) := sprintf("cluster.%s", [concat(".", path)])
