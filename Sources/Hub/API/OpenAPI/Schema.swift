internal import Telemetry

/// The form of a JSON value: what requests are checked against, what the OpenAPI document says,
/// and what tests hold answers to.
package indirect enum Schema: Sendable, Equatable {
    case any
    case boolean
    case string(min: Int = 0, max: Int = 65_536)
    /// Letters, digits, `_` and `-`, or another set that a message names.
    case choice([String])
    case uuid
    case moment
    case integer(min: Int64? = nil, max: Int64? = nil)
    case number(min: Double? = nil, max: Double? = nil)
    case list(Schema, max: Int = 100_000)
    /// An object; `open` when it may have fields that are not named.
    case object([Property], open: Bool = false)
    /// An object whose fields are named by data.
    case map(Schema)
    case nullable(Schema)
    /// A named schema of `Schemas`.
    case named(String)

    /// An object of exactly these fields.
    package static func fields(_ properties: Property...) -> Schema { .object(properties) }
}

/// One field of an object.
package struct Property: Sendable, Equatable {
    var name: String
    var schema: Schema
    var isRequired: Bool

    package static func required(_ name: String, _ schema: Schema) -> Property {
        Property(name: name, schema: schema, isRequired: true)
    }

    package static func optional(_ name: String, _ schema: Schema) -> Property {
        Property(name: name, schema: schema, isRequired: false)
    }
}
