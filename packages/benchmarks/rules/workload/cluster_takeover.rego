# METADATA
# scope: package
# title: No workload can take over the cluster
# description: |
#   Follows the service account of the pod to the roles that it has everywhere, and fails where
#   they allow to escalate, bind, impersonate, read Secrets, make pods, change admission, make
#   tokens, approve certificates or speak to kubelets.
# custom:
#   severity: high
#   category: Identity
#   rationale: |
#     Each of these is one step away from being an administrator.
#   remediation: |
#     Give its account a role in its own namespace instead of one for the cluster:
#
#     ```sh
#     kubectl create rolebinding <binding> --clusterrole=<role> --serviceaccount=<namespace>:<account> -n <namespace>
#     ```
#   impact: |
#     What the program did in other namespaces fails.
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   inventory: [ServiceAccount, Role, ClusterRole, RoleBinding, ClusterRoleBinding]
package rules.workload.cluster_takeover

import data.lib.pods
import data.lib.rbac
import data.lib.verdict

namespace := name if {
	name := pods.namespace
	is_string(name)
} else := "default"

expected := "no rights that lead to all others"

grants := [
	{"verbs": ["escalate", "bind"], "groups": ["rbac.authorization.k8s.io"], "resources": ["roles", "clusterroles"]},
	{"verbs": ["impersonate"], "groups": [""], "resources": ["users", "groups", "serviceaccounts"]},
	{"verbs": ["get", "list", "watch"], "groups": [""], "resources": ["secrets"]},
	{"verbs": ["create"], "groups": [""], "resources": ["pods", "serviceaccounts/token"]},
	{"verbs": ["create"], "groups": ["apps"], "resources": ["deployments", "daemonsets", "statefulsets", "replicasets"]},
	{"verbs": ["create"], "groups": ["batch"], "resources": ["jobs", "cronjobs"]},
	{"verbs": ["create", "update", "patch"], "groups": ["admissionregistration.k8s.io"], "resources": ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"]},
	{"verbs": ["update", "patch"], "groups": ["certificates.k8s.io"], "resources": ["certificatesigningrequests/approval"]},
	{"verbs": ["get", "create"], "groups": [""], "resources": ["nodes/proxy"]},
]

offences := [rbac.binding_evidence(item.binding, expected) |
	some item in rbac.bindings_of(namespace, pods.service_account)
	item.everywhere
	count(rbac.offences(rbac.role_of(item.binding), grants)) > 0
]

finding := verdict.failed_if_any(offences, [{"path": sprintf("%s.serviceAccountName", [pods.path]), "actual": pods.service_account, "expected": expected}]) if {
	is_object(pods.spec)
	not pods.is_static
}
