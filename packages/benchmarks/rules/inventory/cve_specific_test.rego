package rules.inventory.cve_specific_test

import data.lib.fixture
import data.rules.inventory.cve_specific

node(info) := fixture.object_of("Node", {"metadata": {"name": "n"}, "status": {"nodeInfo": info}})

image(name) := fixture.pod({"containers": [{"name": "c", "image": name}]})

holes(result) := {name | some item in result.evidence; some name in item.actual.weaknesses}

test_passed_on_the_fixed_versions if {
	every version in ["v1.19.15", "v1.22.2", "v1.28.12", "v1.31.0", "v1.35.4+k3s1"] {
		not "CVE-2021-25741" in holes(cve_specific.finding) with input as node({"kubeletVersion": version, "containerRuntimeVersion": "containerd://2.0.0"})
	}
	cve_specific.finding.evaluation == "passed" with input as node({"kubeletVersion": "v1.30.3", "containerRuntimeVersion": "containerd://1.7.20"})
}

test_failed_before_the_fix if {
	every version in ["v1.18.0", "v1.19.14", "v1.22.1", "v1.22.1+k3s1"] {
		result := cve_specific.finding with input as node({"kubeletVersion": version, "containerRuntimeVersion": "containerd://2.0.0"})
		result.evaluation == "failed"
		"CVE-2021-25741" in holes(result)
	}
}

test_failed_for_runtimes if {
	every runtime in ["containerd://1.6.0", "containerd://1.4.12", "containerd://1.2.0", "cri-o://1.22.2"] {
		cve_specific.finding.evaluation == "failed" with input as node({"kubeletVersion": "v1.35.0", "containerRuntimeVersion": runtime})
	}
}

test_passed_for_runtimes if {
	every runtime in ["containerd://1.6.1", "cri-o://1.18.4", "cri-o://1.24.0", "docker://20.10.7"] {
		cve_specific.finding.evaluation == "passed" with input as node({"kubeletVersion": "v1.35.0", "containerRuntimeVersion": runtime})
	}
}

test_failed_on_windows_alone if {
	cve_specific.finding.evaluation == "passed" with input as node({"kubeletVersion": "v1.28.13", "operatingSystem": "linux"})
	cve_specific.finding.evaluation == "failed" with input as node({"kubeletVersion": "v1.27.4", "operatingSystem": "windows"})
}

test_unknown_for_a_vendors_build if {
	cve_specific.finding.evaluation == "unknown" with input as node({"kubeletVersion": "v1.28.5-eks-5e0fdde"})
	cve_specific.finding.evaluation == "passed" with input as node({"kubeletVersion": "v1.33.1-eks-5e0fdde"})
	cve_specific.finding.evaluation == "unknown" with input as node({"kubeletVersion": "v1.27.6+f67aeb3"})
	cve_specific.finding.evaluation == "unknown" with input as fixture.cluster({"kubernetes_version": "1.25.0"}) with data.platforms as ["gke"]
}

test_unknown_without_a_version if {
	cve_specific.finding.evaluation == "unknown" with input as node({"kubeletVersion": "latest"})
}

test_failed_for_the_api_server if {
	cve_specific.finding.evaluation == "failed" with input as fixture.cluster({"kubernetes_version": "1.25.0"})
}

test_passed_for_the_api_server_by_default if {
	cve_specific.finding.evaluation == "passed" with input as fixture.cluster({})
}

test_failed_for_images if {
	every name in ["registry.k8s.io/ingress-nginx/controller:v1.11.4", "quay.io/argoproj/argocd:v2.2.3", "grafana/grafana:8.3.0", "docker.io/grafana/grafana:9.2.3", "ghcr.io/kyverno/kyverno:v1.8.4"] {
		cve_specific.finding.evaluation == "failed" with input as image(name)
	}
}

test_passed_for_images if {
	every name in ["registry.k8s.io/ingress-nginx/controller:v1.12.1@sha256:00", "quay.io/argoproj/argocd:v2.3.0", "grafana/grafana:7.5.0", "ghcr.io/kyverno/kyverno:v1.8.2"] {
		cve_specific.finding.evaluation == "passed" with input as image(name)
	}
}

test_unknown_for_an_image_without_a_version if {
	cve_specific.finding.evaluation == "unknown" with input as image("grafana/grafana")
}

test_passed_when_accepted if {
	cve_specific.finding.evaluation == "passed" with input as image("grafana/grafana:9.2.3")
		with data.parameters as {"cve-specific": {"accepted": ["CVE-2022-39328"]}}
}

test_not_applicable_to_other_images if {
	not cve_specific.finding with input as image("example.org/notgrafana/grafana-sidecar:1")
}

test_not_applicable_to_other_kinds if {
	not cve_specific.finding with input as fixture.service
}
