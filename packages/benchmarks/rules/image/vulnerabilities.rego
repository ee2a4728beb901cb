# METADATA
# scope: package
# title: Images have no known critical weakness
# description: |
#   Reads the VulnerabilityReports of Trivy Operator that belong to the workload and counts what
#   they found. Without reports the rule is unknown: it takes a scanner to know. How many
#   weaknesses of each severity are accepted is a parameter.
# custom:
#   id: image-vulnerabilities
#   severity: high
#   category: Images
#   rationale: |
#     Known weaknesses are tried by everybody, and by programs.
#   remediation: |
#     ```sh
#     trivy image <image>
#     kubectl get vulnerabilityreports -n <namespace>
#     ```
#
#     Build the image anew on a current base, or take a newer one.
#   impact: |
#     A newer image may behave otherwise.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   inventory: [VulnerabilityReport]
#   optional: true
#   parameters:
#     - name: critical_max
#       description: How many critical weaknesses an image may have
#       default: 0
#     - name: high_max
#       description: How many weaknesses of high severity an image may have; -1 for any number
#       default: 0
package rules.image.vulnerabilities

import data.lib.inventory
import data.lib.parameters
import data.lib.pods
import data.lib.verdict

critical_max := parameters.get("image-vulnerabilities", "critical_max", 0)

high_max := parameters.get("image-vulnerabilities", "high_max", 0)

# A report belongs to a container of the workload, or of the ReplicaSet that a Deployment made.
reports := [report |
	some report in inventory.objects_in(inventory.home, "VulnerabilityReport")
	labels := report.metadata.labels
	is_of_this(labels["trivy-operator.resource.kind"], labels["trivy-operator.resource.name"])
]

is_of_this(kind, name) if {
	kind == input.sub_type
	name == input.name
}

is_of_this("ReplicaSet", name) if {
	input.sub_type == "Deployment"
	regex.match(sprintf("^%s-[a-z0-9]+$", [regex.replace(input.name, `[.]`, "[.]")]), name)
}

report_of(c) := [report | some report in reports; report.metadata.labels["trivy-operator.container.name"] == c.name]

checks := [look(c) | some c in pods.containers]

look(c) := verdict.unknown(
	evidence(c, null),
	sprintf("No VulnerabilityReport is there for container %s; a scanner would tell.", [c.name]),
) if {
	count(report_of(c)) == 0
} else := verdict.failed(evidence(c, counts(c))) if {
	too_many(counts(c))
} else := verdict.passed(evidence(c, counts(c)))

# Old ReplicaSets keep their reports for a while; the worst one counts.
counts(c) := {
	"critical": max([report.report.summary.criticalCount | some report in report_of(c)]),
	"high": max([report.report.summary.highCount | some report in report_of(c)]),
}

too_many(found) if found.critical > critical_max

too_many(found) if {
	high_max >= 0
	found.high > high_max
}

evidence(c, actual) := {
	"path": sprintf("%s.image", [c.path]),
	"actual": actual,
	"expected": {"critical": critical_max, "high": high_max},
	"container": c.name,
}

finding := verdict.all_of(checks) if is_object(pods.spec)
