# METADATA
# scope: package
# title: The API server decides by RBAC
# description: |
#   Looks that RBAC is among the authorization modes. Where `--authorization-config` names a file,
#   the authorizers in it count instead of the flag.
# custom:
#   severity: high
#   category: API server
#   rationale: |
#     Roles and bindings have effect only with the RBAC authorizer. Without it access is decided
#     by something that the API does not show, and that this and other tools cannot check.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --authorization-mode=Node,RBAC
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#     With `--authorization-config=<file>` the flag may not be given; change the list
#     `authorizers` of that file.
#   impact: |
#     Requests that no role allows are refused.
#   fix: {match: ^--authorization-mode$, include: RBAC}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.authz_rbac

import data.lib.settings
import data.lib.verdict

expected := "contains RBAC"

# The modes in force: those of the file where one is named, else those of the flag.
modes := [authorizer.type | some authorizer in settings.document("apiserver", "authorization-config").authorizers] if {
	settings.document("apiserver", "authorization-config")
} else := settings.words(settings.value("apiserver", "authorization-mode")) if {
	settings.is_set("apiserver", "authorization-mode")
} else := ["AlwaysAllow"]

# The name of what gave the modes.
source := "authorization-config" if {
	settings.document("apiserver", "authorization-config")
} else := "authorization-mode"

evidence := object.union(
	settings.evidence("apiserver", source, expected),
	{"actual": sort(modes)},
)

finding := settings.finding_of("apiserver", verdict.all_of([check]))

check := verdict.unknown(evidence, settings.document_gap("apiserver", "authorization-config")) if {
	settings.document_gap("apiserver", "authorization-config")
} else := verdict.passed(evidence) if {
	"RBAC" in {mode | some mode in modes}
} else := verdict.failed(evidence)
