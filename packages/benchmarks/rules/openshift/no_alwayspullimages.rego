# METADATA
# scope: package
# title: OpenShift pulls images by its own rules
# description: |
#   Looks that the plug-in AlwaysPullImages is not on, which OpenShift advises against. Settings
#   come from the configuration that the operator writes and from the command line.
# custom:
#   id: ocp-no-alwayspullimages
#   severity: low
#   category: API server
#   rationale: |
#     Pods could not start while a registry is away, though their image is there.
#   remediation: |
#     ```sh
#     oc get kubeapiserver cluster -o yaml
#     ```
#
#     Take what was changed out of `spec.unsupportedConfigOverrides`; the operator writes the rest.
#   impact: |
#     The operator rolls the API servers out one by one.
#   resource_types: [kubernetes_master_node]
package rules.openshift.no_alwayspullimages

import data.lib.settings

finding := settings.all_of("apiserver", [
	settings.lacks("apiserver", "enable-admission-plugins", "AlwaysPullImages"),
]) if input.data.distribution == "openshift"
