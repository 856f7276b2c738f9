/// What is wrong with one field of a request.
package struct FieldFault: Sendable, Equatable {
    package var field: String
    package var message: String

    package init(_ field: String, _ message: String) {
        self.field = field
        self.message = message
    }
}
