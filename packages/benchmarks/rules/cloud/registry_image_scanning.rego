# METADATA
# scope: package
# title: The registry scans images
# description: |
#   Looks for scanning in the registry: on ECR by the registry (enhanced, or rules that scan on
#   push) or by each repository, on Azure by the plan of Defender for Containers, on Google Cloud
#   by the API Container Scanning and the repositories. What the cloud says is judged where it is
#   there; the cluster itself does not tell, so without it a person is asked.
# custom:
#   id: registry-image-scanning
#   severity: medium
#   category: Images
#   rationale: |
#     Known weaknesses in an image are found by whoever looks first.
#   remediation: |
#     ```sh
#     aws ecr put-registry-scanning-configuration --scan-type ENHANCED --rules '[{"scanFrequency":"CONTINUOUS_SCAN","repositoryFilters":[{"filter":"*","filterType":"WILDCARD"}]}]'
#     az security pricing create --name Containers --tier standard
#     gcloud services enable containerscanning.googleapis.com
#     ```
#   impact: |
#     Scanning is charged by image.
#   resource_types: [kubernetes_cluster, aws_eks_cluster, azure_aks_cluster, gcp_kubernetes_engine_cluster]
#   manual: true
package rules.cloud.registry_image_scanning

import data.lib.cloud
import data.lib.verdict

answers := {
	"eks": {"call": "ecr:GetRegistryScanningConfiguration, ecr:DescribeRepositories", "expected": "enhanced scanning, or scanning on push"},
	"aks": {"call": "GET /subscriptions/<subscription>/providers/Microsoft.Security/pricings/Containers: properties.pricingTier", "expected": "Standard"},
	"gke": {"call": "GET https://serviceusage.googleapis.com/v1/projects/<project>/services/containerscanning.googleapis.com: state", "expected": "ENABLED"},
}

default scans := false

scans if input.data.registry_scanning.scanningConfiguration.scanType == "ENHANCED"

scans if {
	some rule in input.data.registry_scanning.scanningConfiguration.rules
	rule.scanFrequency in {"SCAN_ON_PUSH", "CONTINUOUS_SCAN"}
}

# The older setting of each repository counts where every one of them has it.
scans if {
	count(input.data.repositories) > 0
	every repository in input.data.repositories {
		repository.imageScanningConfiguration.scanOnPush == true
	}
}

facts := []

finding := cloud.ask(answers, "Are the images in the registry scanned for weaknesses?", facts)

finding := cloud.not_asked(parts)

finding := verdict.all_of(checks) if cloud.asked(parts)

# What the checks need of the answer.
parts := {
	"aws_eks_cluster": ["registry_scanning"],
	"azure_aks_cluster": ["defender"],
	"gcp_kubernetes_engine_cluster": ["services"],
}[input.type]

checks := [
	cloud.check("registry_scanning", object.get(input.data.registry_scanning, ["scanningConfiguration", "scanType"], "BASIC"), "ENHANCED, or scanning on push", scans),
] if input.type == "aws_eks_cluster"

checks := [
	cloud.check("defender.properties.pricingTier", object.get(input.data.defender, ["properties", "pricingTier"], "Free"), "Standard", object.get(input.data.defender, ["properties", "pricingTier"], "Free") == "Standard"),
] if input.type == "azure_aks_cluster"

checks := [
	cloud.check("services.containerscanning.googleapis.com", object.get(input.data.services, "containerscanning.googleapis.com", "DISABLED"), "ENABLED", object.get(input.data.services, "containerscanning.googleapis.com", "DISABLED") == "ENABLED"),
] if input.type == "gcp_kubernetes_engine_cluster"
