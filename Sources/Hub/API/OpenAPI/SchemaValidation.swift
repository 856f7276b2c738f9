internal import Telemetry

extension Schema {
    /// All that is wrong with a value, each with its field's path; nothing when it fits.
    package func faults(_ value: JSONValue, at path: String = "") -> [FieldFault] {
        switch self {
        case .any: []
        case .nullable(let schema): value.isNull ? [] : schema.faults(value, at: path)
        case .named(let name): Schemas.named[name]?.faults(value, at: path) ?? []
        case .boolean: value.bool == nil ? [fault(path, "must be true or false")] : []
        case .string(let min, let max): Self.text(value, min...max, path)
        case .choice(let choices):
            value.text.map(choices.contains) == true
                ? [] : [fault(path, "must be one of \(choices.joined(separator: ", "))")]
        case .uuid: value.text.flatMap(UniqueID.init) == nil ? [fault(path, "must be a UUID")] : []
        case .moment:
            value.text.flatMap(Timestamp.init(rfc3339:)) == nil
                ? [fault(path, "must be a time in RFC 3339 with a zone")] : []
        case .integer(let min, let max): Self.integer(value, min, max, path)
        case .number(let min, let max): Self.number(value, min, max, path)
        case .list(let element, let max): Self.list(value, element, max, path)
        case .map(let element):
            value.fields.map { $0.flatMap { element.faults($0.value, at: Self.join(path, $0.name)) } }
                ?? [fault(path, "must be an object")]
        case .object(let properties, let open): Self.object(value, properties, open, path)
        }
    }

    private static func text(_ value: JSONValue, _ lengths: ClosedRange<Int>, _ path: String) -> [FieldFault] {
        guard let text = value.text else { return [FieldFault(path, "must be a text")] }
        // PostgreSQL has no place for it in a text.
        guard !text.utf8.contains(0) else { return [FieldFault(path, "must not hold a zero character")] }
        let length = text.trimmed.unicodeScalars.count
        if lengths.contains(length) { return [] }
        if length < lengths.lowerBound, length == 0 { return [FieldFault(path, "must not be empty")] }
        return [FieldFault(path, "must have \(lengths.lowerBound) to \(lengths.upperBound) characters")]
    }

    private static func integer(_ value: JSONValue, _ min: Int64?, _ max: Int64?, _ path: String) -> [FieldFault] {
        guard let integer = value.integer else { return [FieldFault(path, "must be a whole number")] }
        if let min, integer < min { return [FieldFault(path, "must be at least \(min)")] }
        if let max, integer > max { return [FieldFault(path, "must be at most \(max)")] }
        return []
    }

    private static func number(_ value: JSONValue, _ min: Double?, _ max: Double?, _ path: String) -> [FieldFault] {
        guard let number = value.number, number.isFinite else { return [FieldFault(path, "must be a number")] }
        if let min, number < min { return [FieldFault(path, "must be at least \(min)")] }
        if let max, number > max { return [FieldFault(path, "must be at most \(max)")] }
        return []
    }

    private static func list(_ value: JSONValue, _ element: Schema, _ max: Int, _ path: String) -> [FieldFault] {
        guard let elements = value.elements else { return [FieldFault(path, "must be a list")] }
        guard elements.count <= max else { return [FieldFault(path, "must have at most \(max) elements")] }
        return elements.enumerated().flatMap { element.faults($1, at: "\(path)[\($0)]") }
    }

    private static func object(
        _ value: JSONValue, _ properties: [Property], _ open: Bool, _ path: String
    ) -> [FieldFault] {
        guard let fields = value.fields else { return [FieldFault(path.isEmpty ? "body" : path, "must be an object")] }
        var faults: [FieldFault] = []
        for property in properties {
            let place = join(path, property.name)
            if let value = fields.first(where: { $0.name == property.name })?.value {
                if value.isNull, !property.isRequired { continue }
                faults += property.schema.faults(value, at: place)
            } else if property.isRequired {
                faults.append(FieldFault(place, "is missing"))
            }
        }
        guard !open else { return faults }
        for field in fields where !properties.contains(where: { $0.name == field.name }) {
            faults.append(FieldFault(join(path, field.name), "is not known here"))
        }
        return faults
    }

    private static func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    private func fault(_ path: String, _ message: String) -> FieldFault {
        FieldFault(path.isEmpty ? "body" : path, message)
    }
}
