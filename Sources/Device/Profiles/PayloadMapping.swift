/// How a payload becomes readings.
public enum PayloadMapping: Sendable, Equatable {
    /// `{"ts", "value", "unit", "quality"}`: one value of the metric that the topic names.
    case genericSingle
    /// `{"ts", "quality", <metric>: <number>…}`: several metrics at one time.
    case genericMulti
    /// JSON with the places of its values given by the profile.
    case json(JSONMapping)
}
