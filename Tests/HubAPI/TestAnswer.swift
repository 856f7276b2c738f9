import Foundation
import FoundationNetworking
import HubAPI

/// What the hub answered.
struct TestAnswer: Sendable {
    let status: Int
    let bytes: [UInt8]
    let http: HTTPURLResponse

    var json: JSONValue { (try? JSONReader.read(bytes)) ?? .null }
    var data: JSONValue { json["data"] ?? .null }
    var code: String? { json["error"]?["code"]?.text }
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The fields that a validation error names.
    var faultyFields: [String] {
        json["error"]?["detail"]?.elements?.compactMap { $0["field"]?.text } ?? []
    }

    /// The answer, for what the test stands on but is not about.
    func expecting(_ status: Int) throws -> TestAnswer {
        guard self.status == status else { throw Unexpected(status: self.status, text: text) }
        return self
    }

    /// Another status than the test stands on.
    struct Unexpected: Error {
        var status: Int
        var text: String
    }

    func header(_ name: String) -> String? { http.value(forHTTPHeaderField: name) }
}
