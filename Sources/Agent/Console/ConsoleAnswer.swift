internal import NIOHTTP1

/// One answer of the console: a status, a kind of content, and the content.
struct ConsoleAnswer: Sendable {
    var status: HTTPResponseStatus
    var type: String
    var body: [UInt8]

    static func text(_ status: HTTPResponseStatus, _ text: String) -> ConsoleAnswer {
        ConsoleAnswer(status: status, type: "text/plain; charset=utf-8", body: Array((text + "\n").utf8))
    }

    static func json(_ status: HTTPResponseStatus, _ body: [UInt8]) -> ConsoleAnswer {
        ConsoleAnswer(status: status, type: "application/json", body: body)
    }

    /// Headers that every answer carries: nothing is kept, nothing is guessed, nothing foreign is loaded.
    var headers: HTTPHeaders {
        HTTPHeaders([
            ("Content-Type", type), ("Content-Length", String(body.count)), ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            (
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
                    + "form-action 'none'; frame-ancestors 'none'"
            ),
        ])
    }
}
