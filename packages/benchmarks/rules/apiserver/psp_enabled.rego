# METADATA
# scope: package
# title: Old clusters keep pods from taking the node
# description: |
#   Looks on clusters before Kubernetes 1.25 for the plug-in PodSecurityPolicy, or from 1.23 on for
#   PodSecurity, which is on unless it is switched off. From 1.25 on PodSecurityPolicy is gone and
#   the rule does not apply: see ns-psa-enforce.
# custom:
#   id: psp-enabled
#   severity: low
#   category: API server
#   rationale: |
#     Without either, whoever makes a pod has its node.
#   remediation: |
#     Upgrade; or on each control plane node edit `<file>`:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --enable-admission-plugins=NodeRestriction,PodSecurityPolicy
#     ```
#   impact: |
#     Pods without a policy that admits them are refused.
#   resource_types: [kubernetes_master_node]
package rules.apiserver.psp_enabled

import data.lib.settings
import data.lib.verdict

minor := to_number(split(input.data.components.apiserver.version, ".")[1])

policy := settings.has("apiserver", "enable-admission-plugins", "PodSecurityPolicy")

standards := settings.lacks("apiserver", "disable-admission-plugins", "PodSecurity")

finding := settings.finding_of("apiserver", judged)

judged := verdict.all_of([policy]) if minor < 23

judged := verdict.any_of([policy, standards]) if {
	minor >= 23
	minor < 25
}

judged := verdict.not_seen("The version of the API server is not known.") if not minor
