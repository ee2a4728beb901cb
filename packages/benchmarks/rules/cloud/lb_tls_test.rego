package rules.cloud.lb_tls_test

import data.lib.fixture
import data.rules.cloud.lb_tls

test_passed_on_eks if {
	lb_tls.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"listeners": [{"protocol": "HTTPS", "port": 443, "certificates": [{}]}]})
}

test_passed_on_eks_2 if {
	lb_tls.finding.evaluation == "passed" with input as fixture.cloud("aws_eks_cluster", {"listeners": []})
}

test_failed_on_eks if {
	lb_tls.finding.evaluation == "failed" with input as fixture.cloud("aws_eks_cluster", {"listeners": [{"protocol": "HTTPS", "port": 443}, {"protocol": "HTTP", "port": 80}]})
}

test_unknown_on_eks_without_an_answer if {
	lb_tls.finding.evaluation == "unknown" with input as fixture.cloud("aws_eks_cluster", {})
}

test_manual_on_the_cluster if {
	lb_tls.finding.evaluation == "manual" with input as fixture.cluster({}) with data.platforms as ["eks"]
}

test_not_applicable_on_other_platforms if {
	not lb_tls.finding with input as fixture.cluster({}) with data.platforms as ["kubernetes"]
}
