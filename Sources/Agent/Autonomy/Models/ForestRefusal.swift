public import Runtime

/// Why a guard does not run a forest.
public enum ForestRefusal: CodedError, Equatable {
    /// The machine's profile has no such metrics.
    case featuresMissing([String])
    /// It looks at more metrics than a row of the agent holds, or at one twice.
    case widthNotFitting(Int)

    /// Stable over versions.
    public var code: String {
        switch self {
        case .featuresMissing: "MODEL_FEATURE_MISSING"
        case .widthNotFitting: "MODEL_WIDTH_INVALID"
        }
    }

    /// One sentence with what does not fit.
    public var message: String {
        switch self {
        case .featuresMissing(let names):
            "The machine has no \(names.joined(separator: ", ")), which the model looks at."
        case .widthNotFitting(let width): "The model looks at \(width) metrics; rows of this machine cannot hold them."
        }
    }
}
