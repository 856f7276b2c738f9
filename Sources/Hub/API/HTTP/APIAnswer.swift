internal import HTTPTypes
internal import Hummingbird

/// What a handler answers; the pipeline makes the response of it.
package struct APIAnswer: Sendable {
    enum Content: Sendable {
        case nothing
        case data(JSONValue)
        case page(JSONValue, Pagination)
        /// JSON without the envelope, where a page of the specification fixes another form.
        case bare(JSONValue)
        case bytes([UInt8], type: String)
        case stream(ResponseBody, type: String)
    }

    var status: HTTPResponse.Status
    var content: Content
    var headers: HTTPFields = [:]

    static func ok(_ data: JSONValue) -> APIAnswer { APIAnswer(status: .ok, content: .data(data)) }

    static func created(_ data: JSONValue) -> APIAnswer { APIAnswer(status: .created, content: .data(data)) }

    static let none = APIAnswer(status: .noContent, content: .nothing)

    static func page(_ items: [JSONValue], _ pagination: Pagination) -> APIAnswer {
        APIAnswer(status: .ok, content: .page(.array(items), pagination))
    }
}
