internal import NIOHTTP1
internal import Observability

/// What is at each path.
struct ConsolePages: Sendable {
    let source: any ConsoleSource

    /// Answers a request by calling `reply` once, at once or later and from any thread.
    func answer(method: HTTPMethod, path: String, host: String?, reply: @escaping @Sendable (ConsoleAnswer) -> Void) {
        guard ConsoleAddress.isOwn(host) else {
            return reply(.text(.misdirectedRequest, "Use the gateway's address or localhost."))
        }
        guard method == .GET || method == .HEAD else {
            return reply(.text(.methodNotAllowed, "This server only reads: use GET."))
        }
        switch path {
        case "/": reply(page("text/html; charset=utf-8", ConsolePage.html))
        case "/console.js": reply(page("text/javascript; charset=utf-8", ConsoleScript.text))
        case "/console.css": reply(page("text/css; charset=utf-8", ConsolePage.style))
        case "/healthz": reply(.text(.ok, "ok"))
        case "/readyz": reply(readiness())
        case "/metrics":
            reply(ConsoleAnswer(status: .ok, type: "text/plain; version=0.0.4", body: source.metrics()))
        case "/api/status":
            let asked = source.status { status in reply(.json(.ok, status.json)) }
            if !asked { reply(.text(.serviceUnavailable, "The agent is too busy to answer; ask again.")) }
        default: reply(.text(.notFound, "There is nothing at this path."))
        }
    }

    private func page(_ type: String, _ text: String) -> ConsoleAnswer {
        ConsoleAnswer(status: .ok, type: type, body: Array(text.utf8))
    }

    private func readiness() -> ConsoleAnswer {
        let dependencies = source.readiness()
        let isReady = dependencies.allSatisfy { $0.isReady || !$0.isRequired }
        var text = JSONText()
        text.beginObject()
        text.add(isReady ? "ready" : "not ready", for: "status")
        text.beginArray("dependencies")
        for dependency in dependencies {
            text.beginObject()
            text.add(dependency.name, for: "name")
            text.add(dependency.isReady, for: "ready")
            text.add(dependency.isRequired, for: "required")
            text.add(dependency.detail, for: "detail")
            text.endObject()
        }
        text.endArray()
        text.endObject()
        return .json(isReady ? .ok : .serviceUnavailable, text.bytes)
    }
}
