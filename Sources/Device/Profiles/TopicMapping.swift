/// A topic on which devices of a profile publish, and how its payload is read.
public struct TopicMapping: Sendable, Equatable {
    public var template: TopicTemplate
    public var payload: PayloadMapping

    public init(template: TopicTemplate, payload: PayloadMapping) {
        self.template = template
        self.payload = payload
    }
}
