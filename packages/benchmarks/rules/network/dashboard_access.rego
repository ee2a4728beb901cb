# METADATA
# scope: package
# title: The Kubernetes dashboard is not in use
# description: |
#   Looks for pods of the Kubernetes dashboard, pods that run under its account, and bindings of
#   that account to cluster-admin.
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
#   fix: {match: ^subjects, remove: true}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob, ClusterRoleBinding, RoleBinding]
package rules.network.dashboard_access

import data.lib.pods
import data.lib.verdict

finding := pods.judge(array.concat(
	[pods.check(c, "image", image, "not the dashboard", not_dashboard(image)) |
		some c in pods.containers
		image := object.get(c.container, "image", "")
	],
	[pods.spec_check("serviceAccountName", pods.service_account, "not the dashboard's", pods.service_account != "kubernetes-dashboard")],
))

finding := verdict.failed_if_any(bound, []) if input.sub_type in {"ClusterRoleBinding", "RoleBinding"}

bound := [{"path": sprintf("subjects[%d]", [i]), "actual": subject.name, "expected": "not the dashboard's"} |
	input.data.roleRef.name == "cluster-admin"
	some i, subject in input.data.subjects
	subject.kind == "ServiceAccount"
	subject.name in {"kubernetes-dashboard", "admin-user"}
]

not_dashboard(image) := false if {
	regex.match(`(^|/)(kubernetes-dashboard|dashboard(-api|-web|-auth)?)([-:@]|$)`, image)
	contains(image, "kubernet")
} else := true
