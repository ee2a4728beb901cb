# METADATA
# scope: package
# title: Pods get a service account of their namespace
# description: |
#   Looks that the admission plug-in ServiceAccount, on by default, is not disabled.
# custom:
#   severity: high
#   category: API server
#   rationale: |
#     The plug-in sees to it that a pod names an existing service account and mounts only Secrets
#     that this account may. Without it those limits are gone.
#   remediation: |
#     Take `ServiceAccount` out of `--disable-admission-plugins` in `<file>` on each control plane
#     node:
#
#     ```sh
#     grep -n -e --disable-admission-plugins <file>
#     ```
#   impact: |
#     None on a cluster that ran with the defaults before.
#   fix: {exclude: ServiceAccount}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.admission_serviceaccount

import data.lib.settings

finding := settings.all_of("apiserver", [settings.lacks("apiserver", "disable-admission-plugins", "ServiceAccount")])
