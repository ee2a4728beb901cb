# METADATA
# scope: package
# title: Each namespace has default limits
# description: |
#   Looks whether the namespace has a LimitRange.
# custom:
#   severity: info
#   category: Namespaces
#   rationale: |
#     It gives limits to those who did not think of them.
#   remediation: |
#     ```sh
#     kubectl -n <name> apply -f <file>
#     ```
#
#     with a LimitRange that names defaults for cpu and memory.
#   impact: |
#     Containers without limits get those of the range.
#   fix:
#     - create:
#         apiVersion: v1
#         kind: LimitRange
#         metadata: {name: defaults, namespace: <name>}
#         spec:
#           limits:
#             - type: Container
#               defaultRequest: {cpu: <CPU request>, memory: <memory request>}
#               default: {memory: <memory limit>}
#   resource_types: [k8s_object]
#   kinds: [Namespace]
#   inventory: [LimitRange]
package rules.ns.limit_range

import data.lib.inventory
import data.lib.verdict

names := sort([object.metadata.name |
	some object in inventory.objects_in(input.name, "LimitRange")
	true
])

finding := outcome if {
	input.sub_type == "Namespace"
	not is_system
}

outcome := verdict.failed_if_any([], [{"path": "limit ranges", "actual": names, "expected": "at least one"}]) if {
	count(names) > 0
} else := verdict.failed_if_any([{"path": "limit ranges", "actual": [], "expected": "at least one"}], [])

# The cluster's own namespaces have rules of their own.
is_system if input.name in {"kube-system", "kube-public", "kube-node-lease"}
