# METADATA
# scope: package
# title: Few people may change images in the registry
# description: |
#   Lists who may push or manage images where the cloud says so, and asks whether they should. A
#   repository that everybody may use fails. What the cloud says is judged where it is there; the
#   cluster itself does not tell, so without it a person is asked.
# custom:
#   id: registry-user-access
#   severity: medium
#   category: Images
#   rationale: |
#     Who can push an image runs code in every cluster that pulls it.
#   remediation: |
#     ```sh
#     aws ecr get-repository-policy --repository-name <repository>
#     az role assignment list --scope <registry-id> --output table
#     gcloud artifacts repositories get-iam-policy <repository> --location <location>
#     ```
#   impact: |
#     Whoever pushed by such a right needs another.
#   resource_types: [kubernetes_cluster, aws_eks_cluster]
#   manual: true
package rules.cloud.registry_user_access

import data.lib.cloud
import data.lib.verdict

answers := {
	"eks": {"call": "ecr:GetRepositoryPolicy of each repository", "expected": "no statement for everybody"},
	"aks": {"call": "GET <registry>/providers/Microsoft.Authorization/roleAssignments", "expected": "few with Owner, Contributor or AcrPush"},
	"gke": {"call": "artifactregistry repositories.getIamPolicy, projects.getIamPolicy", "expected": "few with writer or administrator roles"},
}

open_statements := [statement |
	some policy in input.data.repository_policies
	some statement in policy.Statement
	statement.Effect == "Allow"
	is_everybody(statement.Principal)
]

is_everybody("*") := true

is_everybody(principal) if principal.AWS == "*"

is_everybody(principal) if {
	some name in principal.AWS
	name == "*"
}

facts := []

finding := cloud.ask(answers, "Who may push images to the registry that this cluster pulls from?", facts)

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"aws_eks_cluster": ["repository_policies"],
}[input.type]

checks := [
	cloud.check("repository_policies", count(open_statements), "no statement that allows everybody", count(open_statements) == 0),
] if input.type == "aws_eks_cluster"
