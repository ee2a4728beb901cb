# METADATA
# scope: package
# title: Security Command Center watches the project
# description: |
#   Asks whether Security Command Center is on for the project or its organization.
# custom:
#   id: gke-security-command-center
#   severity: low
#   category: Managed control plane
#   rationale: |
#     It finds what happens beside the cluster: accounts, buckets, networks.
#   remediation: |
#     ```sh
#     gcloud services enable securitycenter.googleapis.com
#     ```
#   impact: |
#     None.
#   resource_types: [kubernetes_cluster]
#   manual: true
package rules.cloud.gke_security_command_center

import data.lib.cloud

answers := {
	"gke": {"call": "GET https://serviceusage.googleapis.com/v1/projects/<project>/services/securitycenter.googleapis.com: state", "expected": "ENABLED"},
}

finding := cloud.ask(answers, "Does Security Command Center watch this project?", [])
