# METADATA
# scope: package
# title: The Kubernetes dashboard is not in use
# description: |
#   Looks for pods of the Kubernetes dashboard and pods that run under its account.
# custom:
#   id: dashboard-access
#   severity: medium
#   category: Network
#   rationale: |
#     The dashboard shows and does what its account may, for whoever reaches it; it has been the
#     way into several clusters, and is no longer maintained.
#   remediation: |
#     ```sh
#     kubectl -n <namespace> delete <kind> <name>
#     ```
#   impact: |
#     Users have to use kubectl or another console.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
package rules.network.dashboard_access

import data.lib.pods

finding := pods.judge(array.concat(
	[pods.check(c, "image", image, "not the dashboard", not_dashboard(image)) |
		some c in pods.containers
		image := object.get(c.container, "image", "")
	],
	[pods.spec_check("serviceAccountName", pods.service_account, "not the dashboard's", pods.service_account != "kubernetes-dashboard")],
))

not_dashboard(image) := false if {
	regex.match(`(^|/)(kubernetes-dashboard|dashboard(-api|-web|-auth)?)([-:@]|$)`, image)
	contains(image, "kubernet")
} else := true
