# METADATA
# scope: package
# title: Rotation of kubelet serving certificates is not switched off in the kubelet
# description: |
#   Looks at the feature gate RotateKubeletServerCertificate, which is on since 1.12. Only an
#   explicit false fails, unless a benchmark asks for an explicit true (the parameter `explicit`).
# custom:
#   severity: medium
#   category: Kubelet
#   rationale: |
#     With the gate off kubelets cannot ask for serving certificates, so theirs are self-signed
#     and either never verified or expire.
#   remediation: |
#     On `<node>` set this in the configuration file of the kubelet, `<file>` (kubeadm:
#     `/var/lib/kubelet/config.yaml`), or in a drop-in:
#
#     ```yaml
#     featureGates:
#       RotateKubeletServerCertificate: true
#     ```
#
#     ```sh
#     systemctl restart kubelet
#     ```
#
#     A flag on the command line wins over the file: remove it there. kubeadm keeps the value for
#     all nodes in the ConfigMap kube-system/kubelet-config.
#   impact: |
#     Requests for serving certificates have to be approved, by a person or an approver.
#   fix: {at: featureGates.RotateKubeletServerCertificate, set: true}
#   resource_types: [kubernetes_worker_node, aws_eks_worker_node, azure_aks_worker_node, gcp_gke_worker_node]
#   parameters:
#     - name: explicit
#       description: Ask for an explicit true
#       default: false
package rules.kubelet.rotate_server_cert_gate

import data.lib.parameters
import data.lib.settings
import data.lib.verdict

explicit := parameters.get("kubelet-rotate-server-cert-gate", "explicit", false)

gate := object.get(settings.component("kubelet").feature_gates, "RotateKubeletServerCertificate", null)

value := gate.value if {
	gate != null
} else := null

# A default, or a file that was read, may be overruled by one that was not.
by_flag if gate.source == "flag"

finding := settings.finding_of("kubelet", verdict.all_of([check]))

check := verdict.unknown(evidence, settings.hidden("kubelet", "feature-gates")) if {
	not by_flag
	settings.hidden("kubelet", "feature-gates")
} else := verdict.unknown(evidence, "The value of the gate is not true or false.") if {
	not value in {true, false, null}
} else := verdict.failed(evidence) if {
	value == false
} else := verdict.failed(evidence) if {
	explicit
	value == null
} else := verdict.passed(evidence)

evidence := object.union(
	{"path": "RotateKubeletServerCertificate", "actual": value, "expected": expected},
	source,
)

expected := "true" if {
	explicit
} else := "not false"

source := {"source": object.union({"kind": gate.source}, object.filter(gate, ["file", "line"]))} if {
	gate != null
} else := {}
