# METADATA
# scope: package
# title: Operators of OpenShift run without unsupported overrides
# description: |
#   Looks at `spec.unsupportedConfigOverrides` of the operators of the control plane. With it any
#   setting that other rules look for can be taken away.
# custom:
#   id: ocp-no-unsupported-overrides
#   severity: medium
#   category: Control plane
#   rationale: |
#     What is set there is not supported, is kept over upgrades and is easily forgotten.
#   remediation: |
#     ```sh
#     oc patch <kind> <name> --type merge -p '{"spec":{"unsupportedConfigOverrides":null}}'
#     ```
#   impact: |
#     What was set there goes back to what the operator chooses.
#   resource_types: [k8s_object]
#   kinds: [KubeAPIServer, KubeControllerManager, KubeScheduler, Etcd, OpenShiftAPIServer]
package rules.openshift.no_unsupported_overrides

import data.lib.verdict

overrides := object.get(input.data, ["spec", "unsupportedConfigOverrides"], null)

evidence := {"path": "spec.unsupportedConfigOverrides", "actual": overrides, "expected": "not set"}

finding := verdict.failed_if_any([evidence | not overrides in {null, {}}], [evidence]) if is_operator

is_operator if {
	input.sub_type in {"KubeAPIServer", "KubeControllerManager", "KubeScheduler", "Etcd", "OpenShiftAPIServer"}
	startswith(object.get(input, "api_version", ""), "operator.openshift.io/")
}
