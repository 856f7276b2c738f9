/// A topic on which devices of a profile publish, and how its payload is read.
public struct TopicMapping: Sendable, Equatable {
    /// Which topics it is for, and what their levels say.
    public var template: TopicTemplate
    /// How a message on them is read.
    public var payload: PayloadMapping

    /// A mapping by its two parts.
    public init(template: TopicTemplate, payload: PayloadMapping) {
        self.template = template
        self.payload = payload
    }
}
