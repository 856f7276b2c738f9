internal import HTTPTypes
internal import Observability

/// Counts and durations of requests, by route and not by path, so that no client can make labels.
struct RequestMetrics: Sendable {
    private let count: LabelledMetric<Counter>
    private let duration: LabelledMetric<Histogram>

    init(_ registry: MetricsRegistry) {
        count = registry.labelledCounter(
            "millwright_hub_requests_total", help: "Requests by method, route and class of status.",
            labels: ["method", "route", "status"], limit: 512)
        duration = registry.labelledHistogram(
            "api_response_time_seconds", help: "Time to answer a request.",
            bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], labels: ["route"],
            limit: 128)
    }

    func note(method: HTTPRequest.Method, route: String, status: HTTPResponse.Status, seconds: Double) {
        count(method.rawValue, route, "\(status.code / 100)xx").increment()
        duration(route).observe(seconds)
    }
}
