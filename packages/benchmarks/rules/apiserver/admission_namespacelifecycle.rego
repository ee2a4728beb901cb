# METADATA
# scope: package
# title: Nothing is made in namespaces that end
# description: |
#   Looks that the admission plug-in NamespaceLifecycle, on by default, is not disabled.
# custom:
#   severity: medium
#   category: API server
#   rationale: |
#     Without it objects can appear in namespaces that are being deleted or do not exist, and the
#     namespaces default, kube-system and kube-public can be deleted.
#   remediation: |
#     Take `NamespaceLifecycle` out of `--disable-admission-plugins` in `<file>` on each control
#     plane node; what stays in the list stays there:
#
#     ```sh
#     grep -n -e --disable-admission-plugins <file>
#     ```
#   impact: |
#     None on a cluster that ran with the defaults before.
#   fix: {exclude: NamespaceLifecycle}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.admission_namespacelifecycle

import data.lib.settings

finding := settings.all_of("apiserver", [settings.lacks("apiserver", "disable-admission-plugins", "NamespaceLifecycle")])
