# METADATA
# scope: package
# title: The API server of OpenShift shows a certificate to kubelets
# description: |
#   Looks whether `kubelet-client-certificate` and `kubelet-client-key` are both given. Settings
#   come from the configuration that the operator writes and from the command line.
# custom:
#   id: ocp-kubelet-https
#   severity: medium
#   category: API server
#   rationale: |
#     Without them the API server speaks to kubelets as an anonymous caller.
#   remediation: |
#     ```sh
#     oc get kubeapiserver cluster -o yaml
#     ```
#
#     Take what was changed out of `spec.unsupportedConfigOverrides`; the operator writes the rest.
#   impact: |
#     The operator rolls the API servers out one by one.
#   resource_types: [kubernetes_master_node]
package rules.openshift.kubelet_https

import data.lib.settings

finding := settings.all_of("apiserver", [
	settings.set("apiserver", "kubelet-client-certificate"),
	settings.set("apiserver", "kubelet-client-key"),
]) if input.data.distribution == "openshift"
