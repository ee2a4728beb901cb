# METADATA
# scope: package
# title: The API server does not admit everything
# description: |
#   Looks that the admission plug-in AlwaysAdmit is not enabled.
# custom:
#   severity: high
#   category: API server
#   rationale: |
#     AlwaysAdmit has been without use for years; where it is asked for, somebody expected
#     admission to be switched off.
#   remediation: |
#     Take `AlwaysAdmit` out of `--enable-admission-plugins` in `<file>` on each control plane
#     node:
#
#     ```sh
#     grep -n -e --enable-admission-plugins <file>
#     ```
#   impact: |
#     None.
#   fix: {exclude: AlwaysAdmit}
#   resource_types: [kubernetes_master_node]
package rules.apiserver.admission_no_alwaysadmit

import data.lib.settings

finding := settings.all_of("apiserver", [settings.lacks("apiserver", "enable-admission-plugins", "AlwaysAdmit")])
