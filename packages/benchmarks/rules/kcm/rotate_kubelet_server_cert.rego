# METADATA
# scope: package
# title: Rotation of kubelet serving certificates is not switched off in the controller manager
# description: |
#   Looks at the feature gate RotateKubeletServerCertificate, which is on since 1.12. Only an
#   explicit false fails, unless a benchmark asks for an explicit true (the parameter `explicit`).
# custom:
#   severity: medium
#   category: Controller manager
#   rationale: |
#     With the gate off kubelets cannot ask for serving certificates, so theirs are self-signed
#     and either never verified or expire.
#   remediation: |
#     Take `RotateKubeletServerCertificate=false` out of `--feature-gates` in `<file>` on each
#     control plane node:
#
#     ```sh
#     grep -n -e --feature-gates <file>
#     ```
#   impact: |
#     Requests for serving certificates have to be approved, by a person or an approver.
#   fix: {at: featureGates.RotateKubeletServerCertificate, set: true}
#   resource_types: [kubernetes_master_node]
#   parameters:
#     - name: explicit
#       description: Ask for an explicit true
#       default: false
package rules.kcm.rotate_kubelet_server_cert

import data.lib.parameters
import data.lib.settings
import data.lib.verdict

explicit := parameters.get("kcm-rotate-kubelet-server-cert", "explicit", false)

gate := object.get(settings.component("controller_manager").feature_gates, "RotateKubeletServerCertificate", null)

value := gate.value if {
	gate != null
} else := null

# A default, or a file that was read, may be overruled by one that was not.
by_flag if gate.source == "flag"

finding := settings.finding_of("controller_manager", verdict.all_of([check]))

check := verdict.unknown(evidence, settings.hidden("controller_manager", "feature-gates")) if {
	not by_flag
	settings.hidden("controller_manager", "feature-gates")
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
