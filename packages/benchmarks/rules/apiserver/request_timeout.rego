# METADATA
# scope: package
# title: The request timeout is reviewed
# description: |
#   Looks at `--request-timeout`. The default of one minute and anything up to five minutes pass;
#   a longer or unlimited one is left to a person.
# custom:
#   severity: low
#   category: API server
#   rationale: |
#     A long timeout lets slow or hanging requests hold connections of the API server for as long;
#     a few hundred of them are enough to keep others out.
#   remediation: |
#     On each control plane node edit `<file>` (with kubeadm
#     `/etc/kubernetes/manifests/kube-apiserver.yaml`) and set:
#
#     ```yaml
#     spec:
#       containers:
#         - command:
#             - kube-apiserver
#             - --request-timeout=60s
#     ```
#
#     The kubelet restarts the API server by itself when the file changes; wait until it answers
#     before the next node. With kubeadm put the argument into `ClusterConfiguration` too, so that
#     an upgrade keeps it.
#   impact: |
#     Requests that honestly take longer are cut off.
#   resource_types: [kubernetes_master_node]
#   parameters:
#     - name: seconds
#       description: The longest timeout that passes, in seconds
#       default: 300
package rules.apiserver.request_timeout

import data.lib.durations
import data.lib.parameters
import data.lib.settings
import data.lib.verdict

limit_seconds := parameters.get("apiserver-request-timeout", "seconds", 300)

finding := settings.finding_of("apiserver", outcome)

outcome := verdict.all_of([settings.check("apiserver", "request-timeout", expected, true)]) if {
	seconds <= limit_seconds
	seconds > 0
} else := verdict.manual(
	sprintf("The timeout is longer than %v seconds or unlimited: is that needed?", [limit_seconds]),
	[settings.evidence("apiserver", "request-timeout", expected)],
) if {
	is_number(seconds)
} else := verdict.not_seen("The value of --request-timeout is not a duration.")

expected := sprintf("up to %v seconds", [limit_seconds])

seconds := 60 if {
	settings.value("apiserver", "request-timeout") == null
} else := durations.seconds(settings.value("apiserver", "request-timeout"))
