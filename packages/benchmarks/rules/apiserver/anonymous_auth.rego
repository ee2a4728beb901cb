# METADATA
# scope: package
# title: The API server does not let anonymous callers in
# description: |
#   Looks at `--anonymous-auth` and, where `--authentication-config` names a file with an
#   `anonymous` section, at that section, which then takes the place of the flag. Anonymous access
#   that is limited to the health endpoints passes.
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests
# custom:
#   severity: high
#   category: API server
#   rationale: |
#     A request without credentials becomes the user system:anonymous. One careless binding to the
#     group system:unauthenticated then gives the whole network what it grants, and every flaw
#     before authorization is open to everybody who reaches the port.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --anonymous-auth=false
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#
#     The probes of a kubeadm API server are anonymous. Rather than breaking them, allow the
#     health endpoints alone with `--authentication-config=<file>`:
#
#     ```yaml
#     apiVersion: apiserver.config.k8s.io/v1
#     kind: AuthenticationConfiguration
#     anonymous:
#       enabled: true
#       conditions:
#         - path: /livez
#         - path: /readyz
#         - path: /healthz
#     ```
#   impact: |
#     With the plain flag, anonymous health probes of kubelets and load balancers fail and
#     kubeadm’s API server restarts for ever; `kubeadm join` can no longer read the cluster-info
#     ConfigMap.
#   fix: {match: ^--anonymous-auth$, set: false}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.anonymous_auth

import data.lib.settings
import data.lib.verdict

finding := settings.finding_of("apiserver", verdict.all_of([check]))

health_paths := {"/livez", "/readyz", "/healthz"}

# The section of the file, where there is one, decides alone.
anonymous := settings.document("apiserver", "authentication-config").anonymous

check := verdict.unknown(
	settings.evidence("apiserver", "anonymous-auth", false),
	settings.document_gap("apiserver", "authentication-config"),
) if {
	settings.document_gap("apiserver", "authentication-config")
} else := verdict.failed(evidence) if {
	is_object(anonymous)
	anonymous.enabled == true
	not only_health
} else := verdict.passed(evidence) if {
	is_object(anonymous)
} else := settings.equals("apiserver", "anonymous-auth", false)

only_health if {
	count(anonymous.conditions) > 0
	every condition in anonymous.conditions {
		condition.path in health_paths
	}
}

evidence := object.union(
	settings.evidence("apiserver", "authentication-config", "no anonymous access, or health endpoints only"),
	{"path": "anonymous", "actual": anonymous},
)
