# METADATA
# scope: package
# title: Gatekeeper’s list of registries is closed
# description: |
#   Looks at constraints of kind K8sAllowedRepos: each prefix must end with a slash, or be a whole
#   image.
# custom:
#   id: gatekeeper-repo-prefix
#   severity: medium
#   category: Images
#   rationale: |
#     `registry.example` as a prefix also allows registry.example.evil.
#   remediation: |
#     Put a slash behind each prefix in the constraint:
#
#     ```sh
#     kubectl edit k8sallowedrepos <name>
#     ```
#   impact: |
#     None.
#   fix: {set: "<actual>/"}
#   resource_types: [k8s_object]
#   kinds: [K8sAllowedRepos]
package rules.image.gatekeeper_repo_prefix

import data.lib.verdict

offences := [{"path": sprintf("spec.parameters.repos[%d]", [i]), "actual": prefix, "expected": "ends with a slash"} |
	some i, prefix in input.data.spec.parameters.repos
	not endswith(prefix, "/")
]

finding := verdict.failed_if_any(offences, []) if input.sub_type == "K8sAllowedRepos"
