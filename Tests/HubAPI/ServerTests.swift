import Foundation
import HubAPI
import HubStore
import TestKit
import Testing

@Suite("The port", .serialized)
struct ServerTests {
    @Test("health, readiness and metrics, and readiness without a database")
    func health() async throws {
        let hub = try await SharedHub.shared.get()
        #expect(try await hub.call("GET", "/healthz").json["status"]?.text == "ok")
        let ready = try await hub.call("GET", "/readyz")
        #expect(ready.status == 200)
        #expect(ready.json["services"]?["database"]?.text == "up")
        #expect(try await hub.call("GET", "/api/health").json["status"]?.text == "healthy")
        let metrics = try await hub.call("GET", "/metrics")
        #expect(metrics.text.contains("millwright_hub_requests_total{"))
        let other = try await TestHub()
        other.pool.shutDown()
        #expect(try await other.call("GET", "/healthz").status == 200)
        try await waitUntil("its connections are closed") { try await other.call("GET", "/readyz").status == 503 }
        try await other.stop()
    }

    @Test("every answer protects the browser that gets it")
    func headers() async throws {
        let hub = try await SharedHub.shared.get()
        let answer = try await hub.call("GET", "/api/factories")
        #expect(answer.status == 401)
        let policy = answer.header("Content-Security-Policy") ?? ""
        #expect(policy.contains("script-src 'self'"))
        #expect(!policy.contains("unsafe"))
        #expect(answer.header("X-Content-Type-Options") == "nosniff")
        #expect(answer.header("Cache-Control") == "no-store")
    }

    @Test("too large, not JSON, and unknown paths are said so")
    func badInput() async throws {
        let hub = try await SharedHub.shared.get()
        let large = Data(repeating: UInt8(ascii: "x"), count: 100_000)
        #expect(try await hub.send("POST", "/api/auth/login", large).status == 413)
        #expect(try await hub.send("POST", "/api/auth/login", Data("{".utf8)).status == 400)
        #expect(try await hub.send("POST", "/api/auth/login", nil).status == 422)
        #expect(try await hub.call("GET", "/api/nothing").code == "NOT_FOUND")
        #expect(try await hub.call("GET", "/api/machines/1").status == 401)
    }

    @Test("only listed origins may read answers")
    func cors() async throws {
        let hub = try await TestHub { $0.origins = ["https://plant.example"] }
        let preflight = ["Origin": "https://plant.example", "Access-Control-Request-Method": "GET"]
        let allowed = try await hub.call("OPTIONS", "/api/machines", headers: preflight)
        #expect(allowed.status == 204)
        #expect(allowed.header("Access-Control-Allow-Origin") == "https://plant.example")
        let evil = ["Origin": "https://evil.example", "Access-Control-Request-Method": "GET"]
        #expect(try await hub.call("OPTIONS", "/api/machines", headers: evil).status == 403)
        let read = try await hub.call("GET", "/healthz", headers: ["Origin": "https://evil.example"])
        #expect(read.header("Access-Control-Allow-Origin") == nil)
        try await hub.stop()
    }

    @Test("the console's files are served with their types and tags, and nothing else is")
    func files() async throws {
        let hub = try await TestHub()
        try hub.web.write("<!doctype html>", to: "index.html")
        let without = try await hub.call("GET", "/")
        #expect(without.status == 503)
        #expect(without.text.contains("make web"))
        let vendor = try hub.web.makeFolder("vendor")
        #expect(FileManager.default.createFile(atPath: "\(vendor)/vue.js", contents: Data("export {}".utf8)))
        try hub.web.write("secret", to: ".hidden.js")
        try hub.web.write("print()", to: "vendor.py")
        let page = try await hub.call("GET", "/")
        #expect(page.status == 200)
        #expect(page.header("Content-Type") == "text/html; charset=utf-8")
        let tag = try #require(page.header("ETag"))
        #expect(try await hub.call("GET", "/", headers: ["If-None-Match": tag]).status == 304)
        #expect(try await hub.call("GET", "/vendor/vue.js").header("Content-Type") == "text/javascript; charset=utf-8")
        let hidden = [
            "/.hidden.js", "/vendor.py", "/../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/vendor/..%2findex.html",
            "/vendor", "/vendor/", "//etc/passwd", "/vendor%00.js",
        ]
        for path in hidden { #expect(try await hub.call("GET", path).status == 404, "\(path)") }
        try await hub.stop()
    }

    @Test("the database's absence is 503 with when to come again, and its return is noticed")
    func databaseAway() async throws {
        let hub = try await TestHub()
        let user = try await hub.newcomer()
        hub.pool.shutDown()
        let answer = try await hub.call("GET", "/api/factories", token: user.token)
        #expect(answer.status == 503)
        #expect(answer.header("Retry-After") != nil)
        try await hub.stop()
    }

    @Test("a tenant that asks too often is told to wait")
    func rateLimit() async throws {
        let hub = try await TestHub { $0.requestsMax = 3 }
        let user = try await hub.newcomer()
        let answers = try await (0..<4).asyncMap { _ in try await hub.call("GET", "/api/factories", token: user.token) }
        #expect(answers.map(\.status) == [200, 200, 200, 429])
        #expect(answers[0].header("RateLimit-Remaining") == "2")
        #expect(answers[3].header("Retry-After") != nil)
        try await hub.stop()
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
