# METADATA
# scope: package
# title: Selectors find something
# description: |
#   Looks whether the selector of a Service or of a NetworkPolicy matches the pods of any workload
#   or pod in its namespace. An empty selector of a policy means all pods; a Service without a
#   selector is served otherwise.
# custom:
#   id: dangling-objects
#   severity: low
#   category: Reliability
#   rationale: |
#     A Service that points nowhere is an outage; a network policy that selects nothing protects
#     nothing, though it looks as if.
#   remediation: |
#     Compare the selector with the labels of the pods:
#
#     ```sh
#     kubectl -n <namespace> get pods --show-labels
#     ```
#   impact: |
#     A Service that finds its pods again sends traffic to them, and a policy that does starts to hold
#     back what it does not allow.
#   resource_types: [k8s_object]
#   kinds: [Service, NetworkPolicy]
#   pod_labels: true
package rules.reliability.dangling_objects

import data.lib.selectors
import data.lib.verdict

namespace := name if {
	name := object.get(input, "namespace", null)
	is_string(name)
} else := "default"

selector := {"matchLabels": input.data.spec.selector} if {
	input.sub_type == "Service"
	count(input.data.spec.selector) > 0
}

selector := input.data.spec.podSelector if {
	input.sub_type == "NetworkPolicy"
	not selectors.is_empty(input.data.spec.podSelector)
}

evidence := {"path": "selector", "actual": selector, "expected": "matches pods"}

default found := false

found if {
	some labels in data.pod_labels[namespace]
	selectors.matches(selector, labels)
}

finding := verdict.failed_if_any([evidence | not found], [evidence]) if is_object(selector)
