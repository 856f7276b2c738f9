import Foundation
import FoundationNetworking
import TestKit

/// What an HTTP server answered.
struct HTTPAnswer {
    let status: Int
    let body: Data

    /// The object below `data` of the hub's envelope, or the whole object where there is no envelope.
    func object() throws -> Any {
        let whole = try JSONSerialization.jsonObject(with: body)
        return (whole as? [String: Any])?["data"] ?? whole
    }

    /// The code of the hub's error envelope.
    var errorCode: String? {
        let whole = try? JSONSerialization.jsonObject(with: body) as? [String: Any]
        return (whole?["error"] as? [String: Any])?["code"] as? String
    }
}

/// A client of the hub's API, as a user's program would be one.
struct HubCalls {
    let address: String
    var token: String?

    func call(
        _ method: String, _ path: String, _ body: [String: Any]? = nil, headers: [String: String] = [:],
        raw: Data? = nil
    ) async throws -> HTTPAnswer {
        guard let url = URL(string: address + path) else { throw WaitingTimedOut(description: "no address: \(path)") }
        var request = URLRequest(url: url, timeoutInterval: 20)
        request.httpMethod = method
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        if let body {
            request.httpBody = try JSONSerialization.data(withJSONObject: body)
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        }
        if let raw { request.httpBody = raw }
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let (data, answer) = try await URLSession.shared.data(for: request)
        return HTTPAnswer(status: (answer as? HTTPURLResponse)?.statusCode ?? 0, body: data)
    }

    /// The status of a path, or nothing while nobody answers.
    func status(of path: String) async -> Int? {
        try? await call("GET", path).status
    }
}
