# METADATA
# scope: package
# title: People come in through IAM
# description: |
#   Asks which identities of AWS may come in, by access entries or by the ConfigMap aws-auth.
# custom:
#   id: iam-authenticator
#   severity: low
#   category: Authentication
#   rationale: |
#     Identities of AWS have a second factor, a log and an end; a certificate of the cluster has
#     none of them.
#   remediation: |
#     ```sh
#     aws eks list-access-entries --cluster-name <cluster>
#     kubectl get configmap aws-auth -n kube-system -o yaml
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster]
#   inventory: [ClusterRoleBinding]
#   manual: true
package rules.cloud.iam_authenticator

import data.lib.cloud
import data.lib.inventory

answers := {
	"eks": {"call": "eks:ListAccessEntries, and the ConfigMap kube-system/aws-auth", "expected": "only the identities that need it"},
}

facts := [{"path": sprintf("ClusterRoleBinding/%s", [binding.metadata.name]), "actual": sprintf("%s %s", [subject.kind, subject.name]), "expected": "an identity of IAM"} |
	some binding in inventory.cluster_objects("ClusterRoleBinding")
	some subject in binding.subjects
	subject.kind in {"User", "Group"}
	not startswith(subject.name, "system:")
]

finding := cloud.ask(answers, "Which identities of AWS may come in, and does anybody come in otherwise?", facts)
