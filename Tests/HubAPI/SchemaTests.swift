import HubAPI
import Testing

@Suite("Schemas")
struct SchemaTests {
    @Test("each fault is named with its place")
    func faults() {
        let schema = Schema.object([
            .required("name", .string(min: 1, max: 3)), .required("kind", .choice(["A", "B"])),
            .optional("count", .integer(min: 0, max: 9)), .optional("list", .list(.uuid, max: 2)),
            .required("inner", .object([.required("at", .moment)])),
        ])
        let value: JSONValue = [
            "name": "long", "kind": "C", "count": 10, "list": ["x"], "inner": ["at": "yesterday"], "more": 1,
        ]
        #expect(
            schema.faults(value).map(\.field) == ["name", "kind", "count", "list[0]", "inner.at", "more"])
    }

    @Test("what may be left out may be null, what is required may not")
    func null() {
        let schema = Schema.object([.optional("a", .boolean), .required("b", .nullable(.boolean))])
        #expect(schema.faults(["a": .null, "b": .null]).isEmpty)
        #expect(schema.faults(["a": true]).map(\.field) == ["b"])
        #expect(schema.faults([1]).map(\.field) == ["body"])
    }

    @Test("spaces alone are no text, and a zero character is refused")
    func texts() {
        #expect(!Schema.string(min: 1, max: 9).faults("   ").isEmpty)
        #expect(!Schema.string(min: 1, max: 9).faults("a\0b").isEmpty)
        #expect(Schema.string(min: 1, max: 3).faults(" abc ").isEmpty)
    }
}
